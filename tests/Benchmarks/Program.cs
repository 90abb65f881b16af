using LiveView.Benchmarks.Fold;

// dotnet run -c Release --project tests/Benchmarks -- <name>
return args switch
{
    ["fold"] => FoldBenchmark.Run(Console.Out),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("Name a benchmark: fold.");
    return 2;
}
