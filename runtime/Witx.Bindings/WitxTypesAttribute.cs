using System;

namespace Witx.Bindings;

/// <summary>Generates the C# types of a witx file in a static partial class, for several host classes to share.</summary>
/// <remarks>A host class uses these types if its <see cref="WitxModuleAttribute.Types"/> is the annotated class.</remarks>
/// <example>
/// Both hosts use <c>StoreTypes.Errno</c>. <c>kv.witx</c> and <c>log.witx</c> contain <c>(use "types.witx")</c>:
/// <code><![CDATA[
/// [WitxTypes("types.witx")]
/// public static partial class StoreTypes;
///
/// [WitxModule("kv.witx", Types = typeof(StoreTypes))]
/// public sealed partial class KeyValueHost
/// {
///     public partial StoreTypes.Errno Put(GuestString key, GuestList<byte> value) => StoreTypes.Errno.Success;
/// }
///
/// [WitxModule("log.witx", Types = typeof(StoreTypes))]
/// public sealed partial class LogHost
/// {
///     public partial StoreTypes.Errno Write(GuestString line) => StoreTypes.Errno.Success;
/// }
/// ]]></code>
/// </example>
/// <param name="path">The path of the witx file relative to the project directory, or enough of its last components to be unique.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class WitxTypesAttribute(string path) : Attribute
{
    /// <summary>The path of the witx file relative to the project directory, or enough of its last components to be unique.</summary>
    public string Path { get; } = path;
}
