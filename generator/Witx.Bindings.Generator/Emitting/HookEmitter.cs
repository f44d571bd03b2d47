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
        writer.Line("/// <summary>Called before each function of the interface, with what the guest handed over not yet read.</summary>");
        writer.Line("/// <param name=\"function\">The function, by its witx name.</param>");
        writer.Line("partial void OnCall(string function);");
        writer.Separate();
        writer.Line("/// <summary>Called after each function that returned, with its results written; not after one that threw.</summary>");
        writer.Line("/// <param name=\"function\">The function, by its witx name.</param>");
        writer.Line("/// <param name=\"result\">The bits of the core result; 0 where there is none.</param>");
        writer.Line("partial void OnReturn(string function, long result);");
        foreach (string error in model.Errors)
        {
            writer.Separate();
            writer.Line("/// <summary>Called when a function threw anything but a trap, to answer it by an error instead.</summary>");
            writer.Line("/// <param name=\"exception\">What was thrown. It comes out at the embedder's call unless it is handled.</param>");
            writer.Line("/// <param name=\"answer\">The error to answer with.</param>");
            writer.Line("/// <param name=\"handled\">Whether to answer with it.</param>");
            writer.Line($"partial void OnException(global::System.Exception exception, ref {error} answer, ref bool handled);");
        }
    }
}
