using Witx.Bindings.Language;

namespace Witx.Bindings.Generator.Binding;

/// <summary>Finds the core parameters that carry something.</summary>
internal static class SlotBinder
{
    /// <summary>The first core parameter of a parameter or of an output.</summary>
    public static int GetOffset(FunctionSignature signature, int index, bool isOut)
    {
        for (int slot = 0; slot < signature.Parameters.Length; slot++)
        {
            CoreParameter parameter = signature.Parameters[slot];
            if (parameter.Index == index && parameter.Role is CoreParameterRole.OutAddress or CoreParameterRole.OutLength == isOut)
            {
                return slot;
            }
        }

        return 0;
    }

    /// <summary>Whether an output is a buffer that the guest provides for a list.</summary>
    public static bool IsBuffer(FunctionSignature signature, int output)
    {
        int next = GetOffset(signature, output, isOut: true) + 1;
        return next < signature.Parameters.Length && signature.Parameters[next].Role is CoreParameterRole.OutLength;
    }
}
