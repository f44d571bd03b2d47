using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Witx.Bindings.Glue;
using Witx.Bindings.Language;
using Witx.Bindings.Wasmtime;

namespace Witx.Bindings.Tool;

/// <summary>Writes a line for each system call of a guest. Names and types of parameters come from witx interfaces.</summary>
/// <param name="interfaces">
/// The interfaces. If several have a function with the same name and core type, that of the imported module is used, otherwise the first.
/// </param>
/// <param name="output">The writer for the lines.</param>
/// <param name="filter">The functions whose calls are written.</param>
/// <param name="style">The colors of the lines.</param>
internal sealed class CallTrace(IEnumerable<WitxDocument> interfaces, TextWriter output, CallFilter filter, TerminalStyle style)
{
    private readonly ILookup<string, (string Module, WitxFunction Function)> _functions = interfaces
        .SelectMany(static document => document.Modules)
        .SelectMany(static module => module.Functions.Select(function => (module.Name, function)))
        .ToLookup(static known => known.function.Name);

    private readonly TextWriter _output = TextWriter.Synchronized(output);

    /// <summary>The names of all functions of the interfaces.</summary>
    public IEnumerable<string> FunctionNames => _functions.Select(static named => named.Key);

    /// <summary>
    /// Wraps a handler to write the arguments and results of its calls. Functions that are unknown or not in the filter are not wrapped.
    /// </summary>
    public HostCallHandler Intercept(HostFunction function, HostCallHandler next) =>
        filter.Includes(function.Name) && Find(function) is { } traced
            ? (in call) => Call(traced, next, in call)
            : next;

    private long Call(TracedFunction function, HostCallHandler next, in HostCallContext call)
    {
        StringBuilder line = new();
        _ = line.Append(style.Name(function.Name));
        function.AppendArguments(line, call.Arguments, call.OpenMemory());
        bool hasResult = false;
        try
        {
            long result = next(in call);
            int start = line.Length;
            function.AppendResult(line, call.Arguments, call.OpenMemory(), (ulong)result);
            if (function.IsError((ulong)result))
            {
                string text = line.ToString(start, line.Length - start);
                _ = line.Remove(start, text.Length).Append(style.Error(text));
            }

            hasResult = true;
            return result;
        }
        finally
        {
            _output.WriteLine(hasResult ? line : line.Append(" = ?"));
        }
    }

    private TracedFunction? Find(HostFunction function) =>
        _functions[function.Name]
            .OrderByDescending(known => known.Module == function.Module)
            .SelectMany(static known => new TracedFunction[]
            {
                new(known.Function, PointerWidth.Bits32),
                new(known.Function, PointerWidth.Bits64),
            })
            .FirstOrDefault(traced => traced.Matches(function.Signature));
}
