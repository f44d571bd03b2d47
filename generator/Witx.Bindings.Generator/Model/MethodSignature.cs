using Witx.Bindings.Generator.Collections;

namespace Witx.Bindings.Generator.Model;

/// <summary>
/// A method signature whose types are compared by name, so that it can be compared before the generated types exist. Different names mean
/// different signatures. Equal names can still belong to different signatures, which the compiler then reports.
/// </summary>
/// <param name="Result">The result type.</param>
/// <param name="Parameters">The parameters.</param>
internal sealed record MethodSignature(CSharpType Result, EquatableArray<ParameterSignature> Parameters)
{
    /// <summary>Creates the signature of the <c>OnException</c> hook of an error type.</summary>
    public static MethodSignature CreateHook(CSharpType error) =>
        new(
            CSharpType.Void,
            [new(ParameterMode.Value, CSharpType.Exception), new(ParameterMode.Ref, error), new(ParameterMode.Ref, CSharpType.Boolean)]);

    /// <summary>True if the types of both signatures have the same names.</summary>
    public bool IsSame(MethodSignature other)
    {
        if (Parameters.Count != other.Parameters.Count || !Result.HasSameName(other.Result))
        {
            return false;
        }

        for (int i = 0; i < Parameters.Count; i++)
        {
            if (Parameters[i].Mode != other.Parameters[i].Mode || !Parameters[i].Type.HasSameName(other.Parameters[i].Type))
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>A parameter of a method signature.</summary>
internal sealed record ParameterSignature(ParameterMode Mode, CSharpType Type);

/// <summary>The modifier of a parameter.</summary>
internal enum ParameterMode
{
    Value,
    In,
    Ref,
    Out,
    RefReadOnly,
}

/// <summary>A method that the user wrote.</summary>
/// <param name="Modifiers">The accessibility and the modifiers that change the signature, such as <c>public static</c>.</param>
/// <param name="Signature">The signature.</param>
/// <param name="IsInstance">True if the method is not static and has no type parameters.</param>
/// <param name="IsPartial">True if the method is <c>partial</c>.</param>
/// <param name="HasNoDeclaration">True if the method implements a partial method that the user's source does not declare.</param>
internal sealed record WrittenMethod(string Modifiers, MethodSignature Signature, bool IsInstance, bool IsPartial, bool HasNoDeclaration)
{
    /// <summary>True if the method has the signature of a function's method, which is public and has no other modifiers.</summary>
    public bool Implements(MethodSignature function) => Modifiers is "public" && Signature.IsSame(function);
}
