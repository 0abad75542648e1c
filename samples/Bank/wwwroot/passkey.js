// Makes the passkey that the page asks for, and sends it.
(async () => {
  const form = document.querySelector('#passkey');
  try {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(JSON.parse(form.dataset.options));
    form.elements.credential.value = JSON.stringify((await navigator.credentials.create({ publicKey })).toJSON());
    form.submit();
  } catch {
    form.querySelector('[role=status]').textContent = 'No passkey was made. Load this page again to try once more.';
  }
})();
