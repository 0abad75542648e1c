import { Component, type ReactNode } from 'react';

/** What is shown when a page cannot be: after an update of the server, its files have other names. */
export class Boundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <div role="alert" className="failure">
        <p>This page cannot be shown. The server may have been updated, or your sign-in has ended.</p>
        <button onClick={() => location.reload()}>Load it again</button>
      </div>
    );
  }
}
