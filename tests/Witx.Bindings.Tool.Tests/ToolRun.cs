using System;
using System.IO;
using Witx.Bindings.Wasi;

namespace Witx.Bindings.Tool.Tests;

/// <summary>The result of the command in the process of the test: its exit code and its output, including that of a guest.</summary>
internal sealed record ToolRun(int ExitCode, string Out, string Error)
{
    public static ToolRun Run(params string[] arguments) => Run(static context => context, arguments);

    /// <summary>Runs the command in a changed environment.</summary>
    public static ToolRun Run(Func<ToolContext, ToolContext> change, params string[] arguments)
    {
        using StringWriter output = new() { NewLine = "\n" };
        using StringWriter error = new() { NewLine = "\n" };

        // Processes of a guest write at the same time, as on the console.
        TextWriter errors = TextWriter.Synchronized(error);
        ToolContext context = new(output, errors)
        {
            GuestInput = WasiInput.Empty,
            GuestOutput = WasiOutput.ToText(output),
            GuestError = WasiOutput.ToText(errors),
        };
        int exitCode = WitxTool.Run(arguments, change(context));
        return new ToolRun(exitCode, output.ToString(), error.ToString());
    }
}
