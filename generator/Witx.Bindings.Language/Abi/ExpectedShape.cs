namespace Witx.Bindings.Language;

/// <summary>
/// What success and failure carry: of <c>(expected …)</c>, and of a variant that has its two cases, <c>ok</c> and <c>err</c>.
/// </summary>
/// <param name="Ok">What success carries.</param>
/// <param name="Error">What failure carries.</param>
/// <param name="TagRepr">The integer that carries the tag in memory.</param>
public sealed record ExpectedShape(WitxType? Ok, WitxType? Error, IntRepr TagRepr)
{
    /// <summary>The shape of a type, or null when it is none.</summary>
    /// <param name="type">The type.</param>
    public static ExpectedShape? TryCreate(WitxType type) => type.Resolved switch
    {
        ExpectedType expected => new ExpectedShape(expected.Ok, expected.Error, IntRepr.U32),
        VariantType { Cases: [{ Name: "ok" } ok, { Name: "err" } error] } variant =>
            new ExpectedShape(ok.Type, error.Type, variant.TagRepr),
        _ => null,
    };
}
