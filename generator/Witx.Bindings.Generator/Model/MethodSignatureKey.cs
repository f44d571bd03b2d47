using Microsoft.CodeAnalysis.CSharp;
using Witx.Bindings.Language.Text;

namespace Witx.Bindings.Generator.Model;

/// <summary>
/// A method signature with unqualified type names, which can be compared before the generated types exist. Different keys mean different
/// signatures. Equal keys can still belong to different signatures, which the compiler then reports.
/// </summary>
/// <param name="Modifiers">The accessibility and the modifiers that change the signature, such as <c>public static</c>.</param>
/// <param name="Text">Result and parameters: <c>Result&lt;uint, Errno&gt;(GuestString, in Pair)</c>.</param>
/// <param name="IsPartial">True if the method is <c>partial</c>.</param>
/// <param name="HasNoDeclaration">True if the method implements a partial method that the user's source does not declare.</param>
internal sealed record MethodSignatureKey(string Modifiers, string Text, bool IsPartial, bool HasNoDeclaration)
{
    /// <summary>True if a function can have this signature: its method is public and has no other modifiers.</summary>
    public bool Matches(string text) => Modifiers is "public" && Text == text;

    /// <summary>Creates the text of the key of the partial method of a function.</summary>
    public static string FromFunction(FunctionModel function)
    {
        TextBuilder form = new(stackalloc char[TextBuilder.StackLength]);
        AppendUnqualified(ref form, function.Result.Type);
        string lead = "(";
        foreach (string type in MethodDeclaration.GetParameterTypes(function))
        {
            form.Append(lead);
            AppendUnqualified(ref form, type);
            lead = ", ";
        }

        form.Append(lead is "(" ? "()" : ")");
        return form.ToStringAndDispose();
    }

    /// <summary>Formats the declaration of the partial method as the user would write it.</summary>
    public static string Declaration(FunctionModel function)
    {
        TextBuilder declaration = new(stackalloc char[TextBuilder.StackLength]);
        AppendUnqualified(ref declaration, MethodDeclaration.Format(function));
        return declaration.ToStringAndDispose();
    }

    /// <summary>Appends text without namespaces and aliases.</summary>
    private static void AppendUnqualified(ref TextBuilder simple, string text)
    {
        int word = simple.Length;
        foreach (char c in text)
        {
            if (c is '.' or ':')
            {
                simple.Truncate(word);
                continue;
            }

            simple.Append(c);
            word = SyntaxFacts.IsIdentifierPartCharacter(c) ? word : simple.Length;
        }
    }
}
