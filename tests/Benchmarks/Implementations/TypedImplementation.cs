using System.Runtime.InteropServices;
using Benchmarks.Scenarios;
using Wasmtime;

namespace Benchmarks.Implementations;

/// <summary>Handwritten typed callbacks of Wasmtime .NET.</summary>
internal sealed class TypedImplementation(bool byName) : GuestImplementation($"typed callbacks, memory {(byName ? "by name" : "cached")}")
{
    private readonly CallHost _host = new();
    private Memory? _cached;

    protected override Instance? Open(Setup setup)
    {
        if (setup != Setup.Calls)
        {
            return null;
        }

        using Linker linker = new(Engine);
        linker.DefineFunction("bench", "null", () => (int)_host.Null());
        linker.DefineFunction("bench", "scalar", (long value) => (long)_host.Scalar((ulong)value));
        linker.DefineFunction("bench", "tell", (Caller caller, int fd, int result) => Tell(GetMemoryOf(caller), fd, result));
        linker.DefineFunction("bench", "stat", (Caller caller, int fd, int result) => Stat(GetMemoryOf(caller), fd, result));
        linker.DefineFunction(
            "bench", "sum", (Caller caller, int list, int count, int result) => Sum(GetMemoryOf(caller), list, count, result));
        linker.DefineFunction("bench", "text", (Caller caller, int path, int length) =>
            (int)_host.CheckedText(GetMemoryOf(caller).GetSpan((uint)path, length)));
        using Module module = LoadText(Guests.Calls);
        Instance instance = linker.Instantiate(Track(new Store(Engine)), module);
        _cached = instance.GetMemory("memory");
        return instance;
    }

    private Memory GetMemoryOf(Caller caller) => byName ? caller.GetMemory("memory")! : _cached!;

    private int Tell(Memory memory, int fd, int result)
    {
        var answer = _host.Tell(new CallHost.Fd((uint)fd));
        if (answer.IsOk)
        {
            memory.WriteInt64(result, (long)answer.Value);
        }

        return (int)answer.Error;
    }

    private int Stat(Memory memory, int fd, int result)
    {
        var answer = _host.Stat(new CallHost.Fd((uint)fd));
        if (answer.IsOk)
        {
            memory.Write(result, answer.Value);
        }

        return (int)answer.Error;
    }

    private static int Sum(Memory memory, int list, int count, int result)
    {
        uint sum = 0;
        foreach (Vector vector in MemoryMarshal.Cast<byte, Vector>(memory.GetSpan((uint)list, count * 8)))
        {
            sum += CallHost.Sum(memory.GetSpan(vector.Address, (int)vector.Length));
        }

        memory.WriteInt32(result, (int)sum);
        return 0;
    }

    private readonly record struct Vector(uint Address, uint Length);
}
