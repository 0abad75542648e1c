/**
 * Methods of elements, called from their prototypes: a form's field named `closest` or `parentNode` hides the form's own.
 */
const { closest, getAttribute, matches } = Element.prototype;
const { getRootNode } = Node.prototype;
const parentNode = Object.getOwnPropertyDescriptor(Node.prototype, 'parentNode')!.get!;

export const closestOf = (element: Element, selector: string): Element | null => closest.call(element, selector);
export const attributeOf = (element: Element | null, name: string): string | null => element && getAttribute.call(element, name);
export const isOf = (element: Element, selector: string): boolean => matches.call(element, selector);
export const rootOf = (element: Element): Node => getRootNode.call(element);
export const parentOf = (node: Node): Node | null => parentNode.call(node) as Node | null;
