using System;
using System.Threading;
using System.Threading.Tasks;
using Spectre.Console;
using Witx.Bindings.Wasi;

namespace Witx.Bindings.Tool;

/// <summary>The wait for a program to be compiled.</summary>
internal static class Compilation
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(250);

    /// <summary>Compiles a program; shows that it does to someone who looks and has waited for a while.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    public static void Run(WasiProgram program, ToolContext terminal, CancellationToken token)
    {
        if (!terminal.IsWatched)
        {
            program.Compile(token.CanBeCanceled, token);
            return;
        }

        Task compiling = Task.Run(() => program.Compile(token.CanBeCanceled, token), CancellationToken.None);
        if (Task.WaitAny([compiling], s_patience) < 0)
        {
            Show(compiling, program.Name, terminal);
        }

        compiling.GetAwaiter().GetResult();
    }

    private static void Show(Task compiling, string name, ToolContext terminal) =>
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(terminal.Error) })
            .Status()
            .Start($"Compiling {Markup.Escape(name)}…", _ => Task.WaitAny(compiling));
}
