const greekLetters =
  'Alpha Beta Gamma Delta Epsilon Zeta Eta Theta Iota Kappa Lambda Mu Nu Xi Omicron Pi Rho Sigma Tau Upsilon Phi Chi Psi Omega'
const trees =
  'Acacia Alder Ash Aspen Baobab Beech Birch Cedar Cherry Cypress Elm Fir Hazel Hornbeam Juniper Larch Linden Maple Oak Palm Pine Rowan Spruce Sycamore Willow Yew'

export const firstNames = `${greekLetters} ${trees}`.split(' ')

export const lastNames = ['Sample', 'Example', 'Placeholder', 'Testing', 'Specimen', 'Template']

/** Spelling in the native script, by first name; used for the last names Sample and Example only. */
export const nativeNames: Record<string, string> = {
  Alpha: 'Άλφα Δείγμα',
  Delta: 'Δέλτα Δείγμα',
  Omega: 'Ωμέγα Δείγμα',
  Acacia: 'Акація Зразок',
  Birch: 'Kask Näidis',
  Cedar: 'أرز مثال',
  Cherry: '桜 見本',
  Fir: 'Jedľa Vzor',
  Hazel: 'Lískovka Příklad',
  Linden: 'Pärn Näidis',
  Maple: 'Vaahtera Näyte',
  Oak: 'Дуб Пример',
  Pine: 'Mänd Näidis',
  Rowan: 'Jarzębina Przykład',
  Spruce: 'Kuusi Näyte',
  Willow: '柳 見本',
}

export const jobTitles = [
  'Researcher',
  'Doctoral student',
  'Research engineer',
  'Lecturer',
  'Data steward',
  'Technician',
]
