import '@testing-library/jest-dom/vitest';

// It has no layer above all others, so what would be shown there is shown where it stands.
HTMLElement.prototype.showPopover ??= () => undefined;
