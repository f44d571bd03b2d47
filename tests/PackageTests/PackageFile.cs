using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Xml.Linq;

namespace PackageTests;

/// <summary>A package of this checkout, read from its file.</summary>
internal sealed class PackageFile : IDisposable
{
    private readonly ZipArchive _archive;
    private readonly XElement _metadata;

    public PackageFile(string path)
    {
        _archive = ZipFile.OpenRead(path);
        using Stream nuspec = _archive.Entries.Single(static entry => entry.FullName.EndsWith(".nuspec")).Open();
        XElement root = XDocument.Load(nuspec).Root!;
        _metadata = root.Element(root.Name.Namespace + "metadata")!;
    }

    public string Id => Metadata("id");

    public IEnumerable<string> Paths => _archive.Entries.Select(static entry => entry.FullName);

    /// <summary>Gets the text of an element of the nuspec; empty if it is missing.</summary>
    public string Metadata(string element) => Element(element)?.Value ?? "";

    /// <summary>Gets an attribute of the nuspec's <c>repository</c>; empty if it is missing.</summary>
    public string Repository(string attribute) => Element("repository")?.Attribute(attribute)?.Value ?? "";

    public string Text(string path) => System.Text.Encoding.UTF8.GetString(Bytes(path));

    public byte[] Bytes(string path)
    {
        using Stream stream = (_archive.GetEntry(path) ?? throw new FileNotFoundException($"{Id} has no '{path}'.")).Open();
        using MemoryStream bytes = new();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    public void Dispose() => _archive.Dispose();

    private XElement? Element(string name) => _metadata.Element(_metadata.Name.Namespace + name);
}
