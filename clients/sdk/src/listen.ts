/** Adds listeners that see events first and cannot delay them; all of them go with the signal. */
export type Listen = <E extends Event>(target: EventTarget, types: string, handler: (event: E) => void) => void;

export function listenUntil(signal: AbortSignal): Listen {
  return (target, types, handler) => {
    for (const type of types.split(' ')) target.addEventListener(type, handler as EventListener, { capture: true, passive: true, signal });
  };
}
