using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using Witx.Bindings.Glue;

namespace Witx.Bindings.Wasmtime.Tests;

/// <summary>A host with a handwritten function table, instead of the table that the generator emits for an annotated class.</summary>
internal sealed class FakeHost(string module) : IHostModule
{
    private List<HostFunction> _functions = [];

    ReadOnlySpan<HostFunction> IHostModule.Functions => CollectionsMarshal.AsSpan(_functions);

    internal FakeHost With(string name, CoreType[] parameters, CoreType? result, bool usesMemory, HostEntry entry)
    {
        _functions.Add(new HostFunction(module, name, new CoreSignature(parameters, result), usesMemory, entry));
        return this;
    }

    /// <summary>Creates another host with the same function table, as two objects of a generated class have.</summary>
    internal FakeHost WithSameTable() => new(module) { _functions = _functions };

    /// <summary>Adds a function that calls back into the guest.</summary>
    internal FakeHost WithReentrant(string name, CoreType[] parameters, CoreType? result, ReentrantEntry entry)
    {
        HostEntry never = static (_, _, _) => throw new InvalidOperationException("This entry must not be called.");
        _functions.Add(new HostFunction(module, name, new CoreSignature(parameters, result), true, never) { Reentry = entry });
        return this;
    }

    /// <summary>Adds a function without parameters and result.</summary>
    internal FakeHost With(string name, Action action) => With(name, [], null, false, (_, _, _) =>
    {
        action();
        return 0;
    });

    /// <summary>Adds <c>pages() -> i32</c>, which returns the length of the memory in pages.</summary>
    internal FakeHost WithPages() => With("pages", [], CoreType.I32, true, static (_, _, memory) => (long)(memory.Length >> 16));

    /// <summary>Adds <c>peek(address) -> i32</c>, which returns the byte at an address.</summary>
    internal FakeHost WithPeek() =>
        With("peek", [CoreType.I32], CoreType.I32, true, static (_, arguments, memory) => memory.Slice(arguments.UInt32(0), 1)[0]);

    /// <summary>Adds <c>poke(address, value)</c>, which writes a byte.</summary>
    internal FakeHost WithPoke() => With("poke", [CoreType.I32, CoreType.I32], null, true, static (_, arguments, memory) =>
    {
        memory.Slice(arguments.UInt32(0), 1)[0] = (byte)arguments.Int32(1);
        return 0;
    });
}
