using System;
using Benchmarks.Calls;

switch (args)
{
    case ["calls"]:
        CallPrices.Print();
        return 0;
    default:
        Console.Error.WriteLine("usage: dotnet run -c Release --project tests/Benchmarks -- calls");
        return 2;
}
