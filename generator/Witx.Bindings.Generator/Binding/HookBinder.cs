using System;
using System.Collections.Generic;
using System.Linq;
using Witx.Bindings.Generator.Model;
using Witx.Bindings.Generator.Naming;

namespace Witx.Bindings.Generator.Binding;

/// <summary>Finds the methods of a host that serve as hooks.</summary>
internal static class HookBinder
{
    /// <summary>Binds the hooks of a host.</summary>
    /// <param name="annotated">The host.</param>
    /// <param name="errors">The error types that its functions return.</param>
    /// <param name="types">The types that the host declares.</param>
    public static HookModel Bind(AnnotatedClass annotated, IEnumerable<string> errors, IReadOnlyList<TypeModel> types) => new(
        annotated.MethodNames.Contains("OnCall"),
        annotated.MethodNames.Contains("OnReturn"),
        [.. errors.Select(error => BindOnException(annotated, error, types))]);

    private static ExceptionHook BindOnException(AnnotatedClass annotated, string error, IReadOnlyList<TypeModel> types)
    {
        string signature = $"void(Exception, ref {error.Substring(error.LastIndexOf('.') + 1)}, ref bool)";
        MethodSignatureKey? own = annotated.Members
            .Where(static member => member.Name is "OnException")
            .Select(static member => member.Method)
            .FirstOrDefault(method => method?.Text == signature && IsInstance(method));
        return own is not null ? new ExceptionHook(error, own.IsPartial, IsImplemented: true)
            : annotated.InheritedHooks.Any(hook => IsFor(hook, annotated, error, types)) ? new ExceptionHook(error, IsDeclared: false, IsImplemented: true)
            : new ExceptionHook(error, IsDeclared: true, IsImplemented: false);
    }

    /// <summary>
    /// True if an inherited hook is for an error type. A base class cannot mean a type that the host declares itself, even if the names are
    /// equal.
    /// </summary>
    private static bool IsFor(InheritedHook hook, AnnotatedClass annotated, string error, IReadOnlyList<TypeModel> types) =>
        error.StartsWith(CSharpNaming.SharedTypesAlias + ".", StringComparison.Ordinal)
            ? error == $"{CSharpNaming.SharedTypesAlias}.{hook.Error}" && (hook.Container ?? annotated.SharedTypes!.Name) == annotated.SharedTypes!.Name
            : error == hook.Error && types.All(type => type.Name != error);

    private static bool IsInstance(MethodSignatureKey method) =>
        method.Modifiers.IndexOf(" static", StringComparison.Ordinal) < 0 && method.Modifiers.IndexOf(" generic", StringComparison.Ordinal) < 0;
}
