namespace Witx.Bindings.Wasi.Tests.Differential;

/// <summary>The file type and the rights of a descriptor.</summary>
internal sealed record DescriptorState(Filetype Type, Rights Rights);

/// <summary>A call and its results on the two hosts.</summary>
/// <param name="Call">The call.</param>
/// <param name="Descriptor">The state of its first descriptor on this host, or null if it is closed.</param>
/// <param name="Other">The state of its second descriptor on this host, or null if it is closed.</param>
/// <param name="Ours">The result of this host.</param>
/// <param name="Theirs">The result of the WASI implementation of Wasmtime.</param>
internal sealed record Difference(ProbeCall Call, DescriptorState? Descriptor, DescriptorState? Other, CallResult Ours, CallResult Theirs)
{
    internal bool IsOnDirectory => Descriptor?.Type == Filetype.Directory;

    internal bool IsOnFile => Descriptor?.Type == Filetype.RegularFile;

    public override string ToString() => $"{Call} on {Descriptor?.Type.ToString() ?? "a closed descriptor"}: ours {Ours}, theirs {Theirs}";
}
