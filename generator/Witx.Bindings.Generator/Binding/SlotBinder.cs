using Witx.Bindings.Language;

namespace Witx.Bindings.Generator.Binding;

/// <summary>Finds core parameters by parameter or output.</summary>
internal static class SlotBinder
{
    /// <summary>Gets the index of the first core parameter of a parameter or output.</summary>
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

    /// <summary>True if an output is a buffer that the guest provides for a list.</summary>
    public static bool IsBuffer(FunctionSignature signature, int output)
    {
        int next = GetOffset(signature, output, isOut: true) + 1;
        return next < signature.Parameters.Length && signature.Parameters[next].Role is CoreParameterRole.OutLength;
    }
}
