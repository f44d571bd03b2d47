using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using Witx.Bindings.Glue;
using Witx.Bindings.Language;
using Witx.Bindings.Wasi;
using Witx.Bindings.Wasmtime;

namespace Witx.Bindings.Tool;

/// <summary>
/// Writes a line for each system call of a guest. Names and types of parameters come from witx interfaces. As soon as a second process or
/// thread of the run calls, lines begin with their process, program and thread: <c>[2 cat]</c> or <c>[2 cat/3]</c>.
/// </summary>
/// <param name="interfaces">
/// The interfaces. If several have a function with the same name and core type, that of the imported module is used, otherwise the first.
/// </param>
/// <param name="output">The writer for the lines.</param>
/// <param name="filter">The functions whose calls are written.</param>
/// <param name="style">The colors of the lines.</param>
internal sealed class CallTrace(IEnumerable<WitxDocument> interfaces, TextWriter output, CallFilter filter, TerminalStyle style)
{
    private const long MainThread = 0;
    private const long NoProcess = 0;

    private readonly ILookup<string, (string Module, WitxFunction Function)> _functions = interfaces
        .SelectMany(static document => document.Modules)
        .SelectMany(static module => module.Functions.Select(function => (module.Name, function)))
        .ToLookup(static known => known.function.Name);

    private readonly TextWriter _output = TextWriter.Synchronized(output);

    // The first line with a caller follows all lines without one.
    private readonly Lock _gate = new();
    private volatile bool _hasSeveralCallers;

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
        string caller = GetCaller(in call);
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
            _ = line.Append(hasResult ? "" : " = ?");
            lock (_gate)
            {
                _output.WriteLine(_hasSeveralCallers ? line.Insert(0, caller) : line);
            }
        }
    }

    /// <summary>Returns the prefix of a line, and notes that one beside the first process and thread calls.</summary>
    private string GetCaller(in HostCallContext call)
    {
        if (call.GetProcess() is not { } process)
        {
            return "";
        }

        long thread = call.GetThreadId();
        if (thread is not MainThread || process.ParentProcessId is not NoProcess)
        {
            _hasSeveralCallers = true;
        }

        string suffix = thread is MainThread ? "" : string.Create(CultureInfo.InvariantCulture, $"/{thread}");
        return string.Create(CultureInfo.InvariantCulture, $"[{process.ProcessId} {process.ProgramName}{suffix}] ");
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
