using System.Globalization;
using System.Linq;
using Witx.Bindings.Language;

namespace Witx.Bindings.Guests.Model;

/// <summary>Names the outputs of functions.</summary>
internal static class OutputName
{
    /// <summary>
    /// Returns the name of an output. The value of an <c>expected</c> is called <c>result</c>, because the result itself is usually called
    /// <c>error</c>.
    /// </summary>
    public static string Create(FunctionSignature signature, int index)
    {
        if (signature.Outputs[index].Name is not ("" or "error") and { } name)
        {
            return name;
        }

        return signature.Outputs.Length is 1 ? "result" : "result" + index.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>True if the guest passes the capacity of an output: it is a buffer of the guest.</summary>
    public static bool IsBuffer(FunctionSignature signature, int index) =>
        signature.Parameters.Any(parameter => parameter.Role is CoreParameterRole.OutLength && parameter.Index == index);
}
