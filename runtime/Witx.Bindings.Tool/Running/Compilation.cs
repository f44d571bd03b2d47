using System;
using System.Threading;
using System.Threading.Tasks;
using Spectre.Console;
using Witx.Bindings.Wasi;

namespace Witx.Bindings.Tool;

/// <summary>Compiles a program and shows the progress.</summary>
internal static class Compilation
{
    private static readonly TimeSpan s_progressDelay = TimeSpan.FromMilliseconds(250);

    /// <summary>Compiles a program. If it takes long and <see cref="ToolContext.ShowsProgress"/> is true, it shows a status line.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled before the compilation finished.</exception>
    public static void Run(WasiProgram program, ToolContext context, bool isInterruptible, CancellationToken token)
    {
        if (!context.ShowsProgress)
        {
            program.Compile(isInterruptible, token);
            return;
        }

        Task compiling = Task.Run(() => program.Compile(isInterruptible, token), CancellationToken.None);
        if (Task.WaitAny([compiling], s_progressDelay) < 0)
        {
            Show(compiling, program.Name, context);
        }

        compiling.GetAwaiter().GetResult();
    }

    private static void Show(Task compiling, string name, ToolContext context) =>
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(context.Error) })
            .Status()
            .Start($"Compiling {Markup.Escape(name)}…", _ => Task.WaitAny(compiling));
}
