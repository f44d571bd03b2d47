using System.Collections.Generic;
using System.Linq;
using Witx.Bindings.Language.Text;

namespace Witx.Bindings.Generator.Model;

/// <summary>The declaration of the partial method for a function.</summary>
internal static class MethodDeclaration
{
    /// <summary>Formats the declaration, without a semicolon.</summary>
    public static string Format(FunctionModel function)
    {
        TextBuilder declaration = new(stackalloc char[TextBuilder.StackLength]);
        declaration.Append(GetLead(function));
        declaration.Append(function.Name);
        declaration.Append('(');
        string first = First(function.FirstParameter);
        declaration.Append(first);
        string lead = first.Length > 0 ? ", " : "";
        foreach (ParameterModel parameter in function.Parameters)
        {
            declaration.Append(lead);
            declaration.Append(parameter.Type);
            declaration.Append(' ');
            declaration.Append(parameter.Name);
            lead = ", ";
        }

        declaration.Append(')');
        return declaration.ToStringAndDispose();
    }

    /// <summary>Gets the types of the parameters, with their modifiers.</summary>
    public static IEnumerable<string> GetParameterTypes(FunctionModel function)
    {
        IEnumerable<string> types = function.Parameters.Select(static parameter => parameter.Type);
        string first = First(function.FirstParameter);
        return first.Length > 0 ? types.Prepend(first.Substring(0, first.LastIndexOf(' '))) : types;
    }

    public static string GetLead(FunctionModel function) => $"public partial {function.Result.Type} ";

    private static string First(FirstParameter takes) => takes switch
    {
        FirstParameter.Memory => "WitxApi::GuestMemory memory",
        FirstParameter.Call => "ref WitxApi::GuestCall call",
        _ => "",
    };
}
