using Microsoft.CodeAnalysis.CSharp;
using Witx.Bindings.Language.Text;

namespace Witx.Bindings.Generator.Model;

/// <summary>
/// What a method looks like, in a form that can be compared before the generated types exist: types by their names alone. Methods that
/// differ here differ indeed; methods that do not may still, and then the compiler says so.
/// </summary>
/// <param name="Text">Accessibility, result and parameters: <c>public Result&lt;uint, Errno&gt;(GuestString, in Pair)</c>.</param>
/// <param name="IsPartial">Whether it is partial.</param>
/// <param name="HasNoDeclaration">Whether it is the body of a partial method that nothing in the user's source declares.</param>
internal sealed record MethodSignatureKey(string Text, bool IsPartial, bool HasNoDeclaration)
{
    /// <summary>The form of the method that a function is declared as.</summary>
    public static string FromFunction(FunctionModel function)
    {
        TextBuilder form = new(stackalloc char[TextBuilder.StackLength]);
        form.Append("public ");
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

    /// <summary>The method that a function is declared as, as the user would write it.</summary>
    public static string Declaration(FunctionModel function)
    {
        TextBuilder declaration = new(stackalloc char[TextBuilder.StackLength]);
        AppendUnqualified(ref declaration, MethodDeclaration.Format(function));
        return declaration.ToStringAndDispose();
    }

    /// <summary>Without the words that stand before a point or a colon.</summary>
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
