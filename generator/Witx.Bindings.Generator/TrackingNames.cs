namespace Witx.Bindings.Generator;

/// <summary>The names of the pipeline's steps, by which a test reads why each step ran.</summary>
internal static class TrackingNames
{
    /// <summary>The parsed witx files.</summary>
    public const string Documents = nameof(Documents);

    /// <summary>The annotated classes with the source locations of their parts.</summary>
    public const string LocatedClasses = nameof(LocatedClasses);

    /// <summary>The annotated classes without locations.</summary>
    public const string Classes = nameof(Classes);

    /// <summary>The <c>use</c> graph of the witx files.</summary>
    public const string Index = nameof(Index);

    /// <summary>The paths of the witx files that each class depends on.</summary>
    public const string Reached = nameof(Reached);

    /// <summary>The witx files that each class depends on.</summary>
    public const string Picked = nameof(Picked);

    /// <summary>The code to generate for each class.</summary>
    public const string Results = nameof(Results);

    /// <summary>The code to generate for each class of imports.</summary>
    public const string Imports = nameof(Imports);

    /// <summary>The errors to report.</summary>
    public const string Errors = nameof(Errors);
}
