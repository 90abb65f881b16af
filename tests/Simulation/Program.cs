using LiveView.Simulation.Tests;

// dotnet run -c Release --project tests/Simulation -- chaos --seeds 10000 --threads 2
// dotnet run -c Release --project tests/Simulation -- chaos --seed 42 --steps
// dotnet run -c Release --project tests/Simulation -- hour
return args switch
{
    ["chaos", .. var rest] => LongRun.Run(rest, Console.Out, Console.Error),
    ["hour"] => LiveView.Simulation.Tests.Hours.Hour.Tell(Console.Out),
    _ => await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args),
};
