namespace Witx.Bindings.Architecture.Tests.Rules;

/// <summary>One mention of a type in the compiled form of another type: in its declaration, in a signature or in a method body.</summary>
/// <param name="User">The type that contains the mention.</param>
/// <param name="Member">Member that contains the mention, such as <c>Pipe.Read</c>, or the type itself for its declaration.</param>
/// <param name="Used">The type that is mentioned.</param>
/// <param name="UsedMember">Member that is called or accessed; null if only the type is mentioned.</param>
internal readonly record struct TypeUse(CodeType User, string Member, CodeType Used, string? UsedMember);
