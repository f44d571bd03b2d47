namespace Witx.Bindings.Language;

/// <summary>
/// The payloads of success and failure in <c>(expected …)</c>, or in a variant with exactly the cases <c>ok</c> and <c>err</c>.
/// </summary>
/// <param name="Ok">The type of the success payload; null for none.</param>
/// <param name="Error">The type of the error payload; null for none.</param>
/// <param name="TagRepr">The representation of the tag in memory.</param>
public sealed record ExpectedShape(WitxType? Ok, WitxType? Error, IntRepr TagRepr)
{
    /// <summary>Creates the shape of a type; null if the type has another structure.</summary>
    /// <param name="type">The type.</param>
    public static ExpectedShape? TryCreate(WitxType type) => type.Resolved switch
    {
        ExpectedType expected => new ExpectedShape(expected.Ok, expected.Error, IntRepr.U32),
        VariantType { Cases: [{ Name: "ok" } ok, { Name: "err" } error] } variant =>
            new ExpectedShape(ok.Type, error.Type, variant.TagRepr),
        _ => null,
    };
}
