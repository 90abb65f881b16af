using LiveView.Handler;

await using var app = HandlerApp.Build(args);
await app.RunAsync();
