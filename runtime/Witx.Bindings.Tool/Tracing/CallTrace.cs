using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Witx.Bindings.Glue;
using Witx.Bindings.Language;
using Witx.Bindings.Wasmtime;

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

    /// <summary>Wraps a handler in one that writes the arguments and the results of its calls.</summary>
    public HostCallHandler Intercept(HostFunction function, HostCallHandler next) => Find(function) is { } traced
        ? (in call) => Call(traced, next, in call)
        : next;

    private long Call(TracedFunction function, HostCallHandler next, in HostCallContext call)
    {
        StringBuilder line = new();
        function.Begin(line, call.Arguments, call.OpenMemory());
        bool isAnswered = false;
        try
        {
            long result = next(in call);
            function.End(line, call.Arguments, call.OpenMemory(), (ulong)result);
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
