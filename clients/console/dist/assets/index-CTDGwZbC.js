import{c as e,j as t}from"./react-CnN-ZCOI.js";e.createRoot(document.getElementById("root")).render(t.jsx("h1",{children:"Sentinel"}));
