type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** Makes an element. Text is only ever set as text: what a provider sends cannot become markup. */
export function el<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children);
  return element;
}

/** Sets a text where it differs, so that nothing is repainted or read aloud for nothing. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** Gives the children of a parent an order, moving only those that stand elsewhere. */
export function arrange(parent: Element, children: readonly Element[]): void {
  children.forEach((child, at) => {
    if (parent.children[at] !== child) parent.insertBefore(child, parent.children[at] ?? null);
  });
  while (parent.children.length > children.length) parent.lastElementChild!.remove();
}

/** Starts an animation that a class describes, again even if it still runs. */
export function flash(element: HTMLElement, name: string): void {
  element.classList.remove(name);
  void element.offsetWidth; // the reflow makes the class new
  element.classList.add(name);
}
