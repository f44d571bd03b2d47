using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Witx.Bindings.Glue;
using Witx.Bindings.Language;

namespace Witx.Bindings.Tool;

/// <summary>Writes a line for each call of a guest's. What a call means it knows from the interfaces alone.</summary>
/// <param name="interfaces">The interfaces; of several functions of one name and core type the module's own counts, else the first.</param>
/// <param name="output">Where the lines go.</param>
internal sealed class CallTrace(IEnumerable<WitxDocument> interfaces, TextWriter output)
{
    private readonly ILookup<string, (string Module, WitxFunction Function)> _functions = interfaces
        .SelectMany(static document => document.Modules)
        .SelectMany(static module => module.Functions.Select(function => (module.Name, function)))
        .ToLookup(static known => known.function.Name);

    private readonly TextWriter _output = TextWriter.Synchronized(output);

    /// <summary>The entry that calls another one and writes what goes in and what comes out.</summary>
    public HostEntry Intercept(HostFunction function, HostEntry next) => Find(function) is { } traced
        ? (host, arguments, memory) => Call(traced, next, host, arguments, memory)
        : next;

    private long Call(TracedFunction function, HostEntry next, object host, HostValues arguments, GuestMemory memory)
    {
        StringBuilder line = new();
        function.Begin(line, arguments, memory);
        bool isAnswered = false;
        try
        {
            long result = next(host, arguments, memory);
            function.End(line, arguments, memory, (ulong)result);
            isAnswered = true;
            return result;
        }
        finally
        {
            _output.WriteLine(isAnswered ? line : line.Append(" = ?"));
        }
    }

    private TracedFunction? Find(HostFunction function) =>
        _functions[function.Name]
            .OrderByDescending(known => known.Module == function.Module)
            .SelectMany(static known => new TracedFunction[] { new(known.Function, PointerWidth.Bits32), new(known.Function, PointerWidth.Bits64) })
            .FirstOrDefault(traced => traced.Fits(function.Signature));
}
