namespace Witx.Bindings.Wasi.Tests.Differential;

/// <summary>What a descriptor stands for, and what the guest may do with it.</summary>
internal sealed record DescriptorState(Filetype Type, Rights Rights);

/// <summary>A call that the two hosts answered in two ways.</summary>
/// <param name="Step">The call.</param>
/// <param name="Descriptor">Its descriptor here; null for a closed one.</param>
/// <param name="Other">Its second descriptor.</param>
/// <param name="Ours">Our answer.</param>
/// <param name="Theirs">The answer of Wasmtime's own WASI.</param>
internal sealed record Difference(Step Step, DescriptorState? Descriptor, DescriptorState? Other, Answer Ours, Answer Theirs)
{
    internal bool IsOnDirectory => Descriptor?.Type == Filetype.Directory;

    internal bool IsOnFile => Descriptor?.Type == Filetype.RegularFile;

    public override string ToString() => $"{Step} on {Descriptor?.Type.ToString() ?? "a closed descriptor"}: ours {Ours}, theirs {Theirs}";
}
