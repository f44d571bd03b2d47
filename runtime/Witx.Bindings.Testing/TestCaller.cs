using System;
using System.Collections.Generic;
using Witx.Bindings.Glue;

namespace Witx.Bindings.Testing;

/// <summary>The side of a test guest that host functions call.</summary>
internal sealed class TestCaller(TestMemory memory, IDictionary<string, TestExport> exports) : ICallingGuest
{
    public GuestMemory Memory => memory.View;

    public GuestValue Invoke(string export, ReadOnlySpan<GuestValue> arguments) =>
        exports.TryGetValue(export, out TestExport? function)
            ? function(arguments)
            : throw new WitxTrapException($"The guest does not export '{export}'; add it to the exports of the test guest.");

    public GuestValue InvokeIndirect(string table, ulong index, ReadOnlySpan<GuestValue> arguments) =>
        Invoke($"{table}[{index}]", arguments);
}
