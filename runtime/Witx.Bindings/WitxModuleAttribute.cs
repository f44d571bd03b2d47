using System;

namespace Witx.Bindings;

/// <summary>Makes a partial class the host of a witx module: the class implements the module's functions as partial methods.</summary>
/// <remarks>
/// The source generator declares a partial method for each function, declares the C# types of the interface, and emits the code between
/// the methods and the guest. The witx file must be one of the project's <c>AdditionalFiles</c>. The NuGet package adds all <c>.witx</c>
/// files below the project directory to them.
/// </remarks>
/// <example>
/// <c>clock.witx</c>, in the project directory:
/// <code><![CDATA[
/// (typename $errno (enum (@witx tag u16) $success $invalid))
/// (typename $seconds u64)
/// (module $clock
///   (@interface func (export "now")
///     (param $zone string)
///     (result $error (expected $seconds (error $errno)))))
/// ]]></code>
/// The host class. <c>Errno</c> and the declaration of <c>Now</c> are generated:
/// <code><![CDATA[
/// [WitxModule("clock.witx")]
/// public sealed partial class ClockHost
/// {
///     public partial Result<ulong, Errno> Now(GuestString zone) =>
///         zone.ToString() == "UTC" ? (ulong)DateTimeOffset.UtcNow.ToUnixTimeSeconds() : Errno.Invalid;
/// }
/// ]]></code>
/// A program that runs guests passes an instance of the class to <c>HostImports.Add</c> of the package Witx.Bindings.Wasmtime.
/// </example>
/// <param name="path">The path of the witx file relative to the project directory, or enough of its last components to be unique.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class WitxModuleAttribute(string path) : Attribute
{
    /// <summary>The path of the witx file relative to the project directory, or enough of its last components to be unique.</summary>
    public string Path { get; } = path;

    /// <summary>The name of the module to implement, without <c>$</c>; null for the first module that the file declares.</summary>
    public string? Module { get; set; }

    /// <summary>The effect of functions that the class does not implement: a compile error by default.</summary>
    public MissingFunction Missing { get; set; }

    /// <summary>
    /// The error that <see cref="MissingFunction.Return"/> returns: the witx name of a member of the module's error enum.
    /// </summary>
    public string? MissingError { get; set; }

    /// <summary>
    /// A class with <see cref="WitxTypesAttribute"/>, whose types the module uses instead of own copies; null to generate all
    /// types.
    /// </summary>
    public Type? Types { get; set; }

    /// <summary>The witx names of the functions that call back into the guest.</summary>
    /// <remarks>
    /// The partial method of such a function has a <see cref="GuestCall"/> as its first parameter, and <see cref="GuestRange{T}"/> and
    /// <see cref="GuestPointer{T}"/> instead of views, because the guest can grow its memory during the callback.
    /// </remarks>
    public string[] ReentrantFunctions { get; set; } = [];

    /// <summary>True to implement <see cref="IDescribedHost"/>, which describes the functions at run time; false by default.</summary>
    public bool GenerateDescription { get; set; }

    /// <summary>The width of the guest's addresses in bits: 32 by default, or 64 for guests with a 64-bit memory (memory64).</summary>
    public int PointerWidth { get; set; } = 32;
}
