using LiveView.Simulation.Tests;

// dotnet run -c Release --project tests/Simulation -- --seeds 10000 [--first 1] [--threads 2]
// dotnet run -c Release --project tests/Simulation -- --seed 42
// dotnet run -c Release --project tests/Simulation -- --hour
return args switch
{
    ["--hour"] => LiveView.Simulation.Tests.Hours.Hour.Tell(Console.Out),
    ["--seeds", ..] => LongRun.Run(args, Console.Out),
    ["--seed", var seed, ..] => LongRun.Tell(int.Parse(seed, System.Globalization.CultureInfo.InvariantCulture), Console.Out),
    _ => await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args),
};
