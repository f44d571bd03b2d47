using System.Collections.Generic;
using System.Linq;
using Witx.Bindings.Generator.Model;

namespace Witx.Bindings.Generator.Binding;

/// <summary>Finds the methods of a host that serve as hooks.</summary>
internal static class HookBinder
{
    /// <summary>Binds the hooks of a host.</summary>
    /// <param name="annotated">The host.</param>
    /// <param name="errors">The error types that its functions return.</param>
    /// <param name="types">The types of its interface.</param>
    public static HookModel Bind(AnnotatedClass annotated, IEnumerable<CSharpType> errors, TypeBinder types) => new(
        annotated.MethodNames.Contains("OnCall"),
        annotated.MethodNames.Contains("OnReturn"),
        [.. errors.Select(error => BindOnException(annotated, error, types))]);

    private static ExceptionHook BindOnException(AnnotatedClass annotated, CSharpType error, TypeBinder types)
    {
        MethodSignature signature = MethodSignature.CreateHook(error);
        WrittenMethod? own = annotated.Members
            .Where(static member => member.Name is "OnException")
            .Select(static member => member.Method)
            .FirstOrDefault(method => method?.IsInstance is true && method.Signature.IsSame(signature));
        return own is not null ? new ExceptionHook(error, own.IsPartial, IsImplemented: true)
            : annotated.InheritedHooks.Any(hook => IsFor(hook, annotated, error, types))
                ? new ExceptionHook(error, IsDeclared: false, IsImplemented: true)
            : new ExceptionHook(error, IsDeclared: true, IsImplemented: false);
    }

    /// <summary>
    /// True if an inherited hook is for an error type. A base class cannot mean a type that the host declares itself, even if the names are
    /// equal.
    /// </summary>
    private static bool IsFor(InheritedHook hook, AnnotatedClass annotated, CSharpType error, TypeBinder types) =>
        hook.Error == error.Name
        && (error.Scope is TypeScope.SharedTypes
            ? hook.Container is null || hook.Container == annotated.SharedTypes!.Name
            : !types.IsOwn(error));
}
