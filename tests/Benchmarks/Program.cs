using System;
using Benchmarks.Calls;
using Benchmarks.Instances;

switch (args)
{
    case ["calls"]:
        CallPrices.Print();
        return 0;
    case ["instances"]:
        InstancePrices.Print();
        return 0;
    default:
        Console.Error.WriteLine("usage: dotnet run -c Release --project tests/Benchmarks -- calls|instances");
        return 2;
}
