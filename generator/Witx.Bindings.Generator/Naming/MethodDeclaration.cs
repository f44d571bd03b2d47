using Witx.Bindings.Generator.Model;
using Witx.Bindings.Language.Text;

namespace Witx.Bindings.Generator.Naming;

/// <summary>Formats the declaration of the partial method for a function.</summary>
internal static class MethodDeclaration
{
    /// <summary>Formats the declaration as generated code has it, without a semicolon.</summary>
    public static string Format(FunctionModel function) => Format(function, isQualified: true);

    /// <summary>Formats the declaration as the user would write it, without a semicolon.</summary>
    public static string FormatForUser(FunctionModel function) => Format(function, isQualified: false);

    /// <summary>Formats the part of the declaration in front of the name.</summary>
    public static string FormatLead(FunctionModel function)
    {
        TextBuilder lead = new(stackalloc char[TextBuilder.StackLength]);
        AppendLead(ref lead, function, isQualified: true);
        return lead.ToStringAndDispose();
    }

    private static string Format(FunctionModel function, bool isQualified)
    {
        TextBuilder declaration = new(stackalloc char[TextBuilder.StackLength]);
        AppendLead(ref declaration, function, isQualified);
        declaration.Append(function.Name);
        declaration.Append('(');
        string lead = "";
        if (function.First is { } first)
        {
            AppendParameter(ref declaration, first, function.FirstParameter is FirstParameter.Call ? "call" : "memory", isQualified);
            lead = ", ";
        }

        foreach (ParameterModel parameter in function.Parameters)
        {
            declaration.Append(lead);
            AppendParameter(ref declaration, parameter.Signature, parameter.Name, isQualified);
            lead = ", ";
        }

        declaration.Append(')');
        return declaration.ToStringAndDispose();
    }

    private static void AppendLead(ref TextBuilder declaration, FunctionModel function, bool isQualified)
    {
        declaration.Append("public partial ");
        TypeNames.Append(ref declaration, function.Result.Type, isQualified);
        declaration.Append(' ');
    }

    private static void AppendParameter(ref TextBuilder declaration, ParameterSignature parameter, string name, bool isQualified)
    {
        declaration.Append(parameter.Mode switch
        {
            ParameterMode.In => "in ",
            ParameterMode.Ref => "ref ",
            _ => "",
        });
        TypeNames.Append(ref declaration, parameter.Type, isQualified);
        declaration.Append(' ');
        declaration.Append(name);
    }
}
