using Witx.Bindings.Generator.Model;

namespace Witx.Bindings.Generator.Emitting;

/// <summary>Writes the hooks that the author of a host may implement. Hooks that are not implemented produce no code.</summary>
internal static class HookEmitter
{
    /// <summary>Writes the method through which entries return, which calls the <c>OnReturn</c> hook.</summary>
    public static void Return(CodeWriter writer, GeneratedClass model)
    {
        using (writer.Block($"private static long Returned({model.Declaration.Name} host, string function, long result)"))
        {
            writer.Line("host.OnReturn(function, result);");
            writer.Line("return result;");
        }
    }

    public static void Declare(CodeWriter writer, GeneratedClass model)
    {
        writer.Separate();
        writer.Line("/// <summary>Called before each function of the interface, before its arguments are read.</summary>");
        writer.Line("/// <param name=\"function\">The witx name of the function.</param>");
        writer.Line("partial void OnCall(string function);");
        writer.Separate();
        writer.Line("/// <summary>Called after each function that returns, after its results are written. Not called after an "
            + "exception.</summary>");
        writer.Line("/// <param name=\"function\">The witx name of the function.</param>");
        writer.Line("/// <param name=\"result\">The bits of the core result; 0 if there is none.</param>");
        writer.Line("partial void OnReturn(string function, long result);");
        foreach (ExceptionHook hook in model.Hooks.OnException)
        {
            if (!hook.IsDeclared)
            {
                continue;
            }

            writer.Separate();
            writer.Line("/// <summary>Called when a function throws any exception except a trap, to return an error instead.</summary>");
            writer.Line("/// <param name=\"exception\">The exception. Unless it is handled, the embedder's call rethrows it.</param>");
            writer.Line("/// <param name=\"answer\">The error to return.</param>");
            writer.Line("/// <param name=\"handled\">Set to true to return the error.</param>");
            writer.Line($"partial void OnException(global::System.Exception exception, ref {hook.Error} answer, ref bool handled);");
        }
    }
}
