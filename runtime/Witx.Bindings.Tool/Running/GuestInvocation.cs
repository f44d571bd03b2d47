using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using Witx.Bindings.Glue;
using Witx.Bindings.Wasi;

namespace Witx.Bindings.Tool;

/// <summary>Calls one export of a reactor or library: <c>--invoke EXPORT</c>. The words after the module are its arguments.</summary>
internal static class GuestInvocation
{
    /// <summary>Calls the export and prints each of its results on a line.</summary>
    /// <exception cref="UsageException">The program has no such function, or a word is not a number of the parameter's type.</exception>
    public static void Run(
        WasiProgram program, string name, IReadOnlyList<string> words, WasiOptions options, ToolContext context, CancellationToken token)
    {
        WasiExport export = program.GetExports(token).FirstOrDefault(export => export.Name == name && export.FunctionType is not null)
            ?? throw Refuse($"'{program.Name}' does not export a function '{name}' of numbers. See 'witx inspect'.");
        GuestValue[] arguments = Parse(name, export.FunctionType!.Parameters, words);
        using WasiInstance instance = program.Instantiate(options, token);
        foreach (GuestValue result in instance.InvokeMultiValue(name, arguments, token))
        {
            context.Out.WriteLine(Format(result));
        }
    }

    private static GuestValue[] Parse(string name, IReadOnlyList<CoreType> parameters, IReadOnlyList<string> words) =>
        words.Count == parameters.Count
            ? [.. words.Zip(parameters, Parse)]
            : throw Refuse($"The function '{name}' takes {parameters.Count} arguments, but {words.Count} are given.");

    private static GuestValue Parse(string word, CoreType type)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        return type switch
        {
            CoreType.I32 when int.TryParse(word, culture, out int value) => (GuestValue)value,
            CoreType.I32 when uint.TryParse(word, culture, out uint value) => (GuestValue)value,
            CoreType.I64 when long.TryParse(word, culture, out long value) => (GuestValue)value,
            CoreType.I64 when ulong.TryParse(word, culture, out ulong value) => (GuestValue)value,
            CoreType.F32 when float.TryParse(word, culture, out float value) => (GuestValue)value,
            CoreType.F64 when double.TryParse(word, culture, out double value) => (GuestValue)value,
            _ => throw Refuse($"Argument '{word}' is not a number of type {type.ToString().ToLowerInvariant()}."),
        };
    }

    private static string Format(GuestValue value) => value.Type switch
    {
        CoreType.I32 => value.Int32.ToString(CultureInfo.InvariantCulture),
        CoreType.I64 => value.Int64.ToString(CultureInfo.InvariantCulture),
        CoreType.F32 => value.Single.ToString(CultureInfo.InvariantCulture),
        _ => value.Double.ToString(CultureInfo.InvariantCulture),
    };

    private static UsageException Refuse(string message) => new(message) { ExitCode = ExitCode.HostFailure };
}
