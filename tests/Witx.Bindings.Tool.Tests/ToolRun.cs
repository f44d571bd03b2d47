using System.IO;

namespace Witx.Bindings.Tool.Tests;

/// <summary>What the command did, run within the test.</summary>
internal sealed record ToolRun(int ExitCode, string Out, string Error)
{
    public static ToolRun Of(params string[] arguments)
    {
        using StringWriter output = new() { NewLine = "\n" };
        using StringWriter error = new() { NewLine = "\n" };
        int exitCode = WitxTool.Run(arguments, new Terminal(output, error));
        return new ToolRun(exitCode, output.ToString(), error.ToString());
    }
}
