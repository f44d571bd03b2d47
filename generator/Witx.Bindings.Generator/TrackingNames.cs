namespace Witx.Bindings.Generator;

/// <summary>The steps of the pipeline, by the names under which a test can ask what became of each.</summary>
internal static class TrackingNames
{
    /// <summary>The witx files, each parsed on its own.</summary>
    public const string Documents = nameof(Documents);

    /// <summary>The annotated classes, each with the places where its parts stand.</summary>
    public const string LocatedClasses = nameof(LocatedClasses);

    /// <summary>The annotated classes, each as plain data.</summary>
    public const string Classes = nameof(Classes);

    /// <summary>Which witx file uses which.</summary>
    public const string Index = nameof(Index);

    /// <summary>The paths of the witx files that each class reaches.</summary>
    public const string Reached = nameof(Reached);

    /// <summary>The witx files that each class reaches.</summary>
    public const string Picked = nameof(Picked);

    /// <summary>What there is to write for each class, out of the class and the documents.</summary>
    public const string Results = nameof(Results);

    /// <summary>What is wrong with the files that the classes name.</summary>
    public const string Errors = nameof(Errors);
}
