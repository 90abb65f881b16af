using LiveView.Simulation.Tests;

// dotnet run -c Release --project tests/Simulation -- chaos --seeds 10000 --threads 2
// dotnet run -c Release --project tests/Simulation -- chaos --seed 42 --steps
return args is ["chaos", .. var rest]
    ? LongRun.Run(rest, Console.Out, Console.Error)
    : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
