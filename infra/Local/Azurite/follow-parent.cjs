// Loaded before Azurite, so that it lives exactly as long as the process that started it.

// Our end of this pipe closes when that process asks us to stop, and also when it was killed: both are a clean stop that saves the data.
process.stdin.resume().on('end', () => process.emit('SIGTERM') || process.exit());

// Ctrl-C in a terminal reaches every process of the group at once; others still need their tables, so the parent decides when.
process.on('SIGINT', () => {});
process.on('newListener', (signal, listener) => {
  if (signal === 'SIGINT') queueMicrotask(() => process.off('SIGINT', listener));
});
