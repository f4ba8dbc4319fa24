export type OrganisationSpec = {
  slug: string
  name: string
  abbreviation: string
  nativeName: string
  country: string
  taxPercent: 0 | 20 | 24
  group: 'universities' | 'institutes' | 'public' | 'industry' | null
}

const spec = (
  slug: string,
  name: string,
  abbreviation: string,
  nativeName: string,
  country: string,
  taxPercent: OrganisationSpec['taxPercent'],
  group: OrganisationSpec['group'],
): OrganisationSpec => ({ slug, name, abbreviation, nativeName, country, taxPercent, group })

export const providerSpecs = [
  spec('ssc', 'Sample Supercomputing Centre', 'SSC', 'Näidisarvutuskeskus', 'EE', 24, 'institutes'),
  spec('enrc', 'Example National Research Cloud', 'ENRC', 'Παράδειγμα Εθνικού Νέφους', 'GR', 24, 'institutes'),
  spec('psr', 'Placeholder Storage Reseller', 'PSR', '', 'FI', 24, 'industry'),
  spec('tqt', 'Testing Quantum Testbed', '', '', 'EU', 0, null),
]

export const consumerSpecs = [
  spec('sun', 'Sample University North', 'SUN', 'Näidisülikool Põhi', 'EE', 24, 'universities'),
  spec('sus', 'Sample University South', 'SUS', 'Näidisülikool Lõuna', 'EE', 24, 'universities'),
  spec('eip', 'Example Institute of Photonics', 'EIP', 'Παράδειγμα Ινστιτούτου Φωτονικής', 'GR', 24, 'institutes'),
  spec('eimd', 'Example Institute of Marine Data', 'EIMD', '', 'GR', 24, 'institutes'),
  spec('ppt', 'Placeholder Polytechnic', 'PPT', 'Zástupná polytechnika příkladů', 'CZ', 20, 'universities'),
  spec('tca', 'Testing College of Arts', 'TCA', '試験芸術大学（見本）', 'JP', 0, 'universities'),
  spec('smf', 'Specimen Medical Faculty', 'SMF', 'Образец на медицински факултет', 'BG', 20, 'universities'),
  spec('sob', 'Sample Observatory', 'SOB', 'Näidisobservatoorium', 'EE', 24, 'institutes'),
  spec('egl', 'Example Genome Laboratory', 'EGL', 'Przykładowe Laboratorium Genomu', 'PL', 0, 'institutes'),
  spec('pcc', 'Placeholder Climate Centre', 'PCC', 'Centre climatique « exemple »', 'FR', 20, 'institutes'),
  spec('drw', 'Demo Robotics Workshop', '', 'Vorführwerkstatt für Robotik', 'DE', 20, 'industry'),
  spec('efs', 'Example Forest Service', 'EFS', 'Esimerkkimetsäpalvelu', 'FI', 24, 'public'),
  spec('ssb', 'Sample Statistics Bureau', 'SSB', '', 'EE', 24, 'public'),
  spec('thu', 'Testing Hydrology Unit', 'THU', 'Testeenheid Hydrologie', 'NL', 0, 'public'),
  spec('pla', 'Placeholder Language Archive', 'PLA', 'أرشيف لغوي تجريبي', 'EG', 0, 'institutes'),
  spec('eqs', 'Example Quantum Start-up', '', '', 'FI', 24, 'industry'),
  spec('sbw', 'Sample Battery Works', 'SBW', 'Näidisakutehas', 'EE', 24, 'industry'),
  spec('eam', 'Example Academy of Music', 'EAM', 'Zenei Akadémia (minta)', 'HU', 0, 'universities'),
  spec('smm', 'Specimen Museum of Minerals', 'SMM', '', 'AT', 20, 'public'),
  spec('tse', 'Testing School of Economics', 'TSE', 'Şablon Ekonomi Okulu', 'TR', 20, 'universities'),
  spec('psa', 'Placeholder Space Agency', 'PSA', '', 'EU', 0, 'public'),
  spec('eas', 'Example Agricultural Station', 'EAS', 'Estación agrícola de muestra', 'ES', 0, 'institutes'),
  spec('scl', 'Sample City Laboratory', '', 'Näidislinna labor', 'EE', 24, 'public'),
  spec('etb', 'Example Translation Bureau', 'ETB', '', '', 0, null),
  spec('pci', 'Placeholder Closed Institute', 'PCI', 'Institut fermé (exemple)', 'FR', 20, null),
  spec('sns', 'Sample Newcomer Society', 'SNS', 'Näidisselts', 'EE', 24, 'public'),
]
