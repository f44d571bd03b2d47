using System;

namespace Witx.Bindings;

/// <summary>
/// Makes a partial class the host of a witx module: every function of the module is declared as a partial method for the class to
/// implement, together with the types it needs and all the code between the method and the guest.
/// </summary>
/// <remarks>The file is one of the project's <c>AdditionalFiles</c>, among which every <c>.witx</c> file below the project's folder is.</remarks>
/// <param name="path">The file, relative to the project, or as many of the last parts of its path as tell it from others.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class WitxModuleAttribute(string path) : Attribute
{
    /// <summary>The witx file.</summary>
    public string Path { get; } = path;

    /// <summary>The module to take from a file that declares several; by default the only one.</summary>
    public string? Module { get; set; }

    /// <summary>What happens to functions that the class does not implement.</summary>
    public MissingFunction Missing { get; set; }

    /// <summary>The error that <see cref="MissingFunction.Return"/> answers with: a member of the module's error enum, by its witx name.</summary>
    public string? MissingError { get; set; }

    /// <summary>A class marked by <see cref="WitxTypesAttribute"/> whose types are used in place of equal ones of the module.</summary>
    public Type? Types { get; set; }

    /// <summary>The functions that call back into the guest, by their witx names. Each is given a <see cref="GuestCall"/> first, and ranges in place of views.</summary>
    public string[] ReentrantFunctions { get; set; } = [];

    /// <summary>Whether the class tells what its interface says, as an <see cref="IDescribedHost"/>.</summary>
    public bool GenerateDescription { get; set; }

    /// <summary>The width of the guest's addresses in bits: 32, or 64 for guests of memory64.</summary>
    public int PointerWidth { get; set; } = 32;
}
